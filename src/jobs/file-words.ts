/** What pages need of the words and records of files. */
export { recordOfState } from '../scans/files/answer.ts';
export { absolutePath, fieldsOf, sha256Of } from '../scans/files/describe.ts';
