/** One line of `roundsman doctor`: what is, and where it is not well what to do. */
export interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail';
  message: string;
  action: string | null;
}

export const ok = (name: string, message: string): Check => ({ name, status: 'ok', message, action: null });
export const warn = (name: string, message: string, action: string): Check => ({ name, status: 'warn', message, action });
export const failed = (name: string, message: string, action: string): Check => ({ name, status: 'fail', message, action });
