import { expect, it } from 'vitest';
import { secretNames } from './secret-names.ts';

it.each([
  ['A', 'AKIAIOSFODNN7EXAMPLE'], ['URL', 'mysql://root:pw@db:3306/x'], ['K', '-----BEGIN RSA PRIVATE KEY-----'], ['DB_PASSWORD', 'correct-horse'], ['GITHUB_TOKEN', 'abcdef1234'], ['X', `ghp_${'a'.repeat(36)}`],
])('takes %s=%s for a secret', (name, value) => expect(secretNames([[name, value]])).toEqual([name]));

it.each([
  ['STAGE', 'prod'], ['SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:1:secret:x'], ['TOKEN_URL', 'https://login.example/token'], ['PASSWORD_PATH', '/app/db/password'], ['PASSWORD', ''], ['URL', 'https://example.com/a:b'], ['TOKEN', undefined],
])('does not take %s=%s for one', (name, value) => expect(secretNames([[name, value]])).toEqual([]));
