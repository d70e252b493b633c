/**
 * People, how they sign in, and what stands for them. The tables user, session, credential, verification and two_factor
 * have the columns that better-auth wants (a test compares them) and a few of our own; the others are ours.
 * Nothing here is usable as it lies: passwords and tokens are hashed, second factors encrypted, session tokens signed by
 * a key that is not in the store.
 */
export const accessMigration = `
create table access_user (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean default false,
  role text not null,
  disabled boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz
);

create table access_session (
  id uuid primary key,
  user_id uuid not null references access_user (id) on delete cascade,
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index access_session_user_id_idx on access_session (user_id);

create table access_credential (
  id uuid primary key,
  user_id uuid not null references access_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index access_credential_user_id_idx on access_credential (user_id);

create table access_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index access_verification_identifier_idx on access_verification (identifier);

create table access_two_factor (
  id uuid primary key,
  user_id uuid not null references access_user (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count int default 0,
  locked_until timestamptz
);
create index access_two_factor_secret_idx on access_two_factor (secret);
create index access_two_factor_user_id_idx on access_two_factor (user_id);

-- A code of the second factor counts once, also within its half minute.
create table access_used_code (
  user_id uuid not null references access_user (id) on delete cascade,
  code_hash text not null,
  used_at timestamptz not null,
  primary key (user_id, code_hash)
);

create table access_token (
  id uuid primary key,
  user_id uuid not null references access_user (id) on delete cascade,
  name text not null,
  role text not null,
  token_hash text not null unique,
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
);

-- Invitations and password resets: what was mailed is only known by its hash, and counts once.
create table access_link (
  id uuid primary key,
  kind text not null,
  token_hash text not null unique,
  email text not null,
  name text,
  role text,
  user_id uuid references access_user (id) on delete cascade,
  made_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index access_link_by_email on access_link (kind, email);

-- Attempts that failed or are under way, by account and by address.
create table access_failure (
  id uuid not null,
  key text not null,
  at timestamptz not null,
  primary key (id, key)
);
create index access_failure_by_key on access_failure (key, at);

create table access_setup_code (
  id uuid primary key,
  code_hash text not null,
  tries int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
`;
