/** A mail to one person, as text and as simple HTML. */
export interface AccessMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Sends, or answers why not. Never throws. */
export type SendAccessMail = (mail: AccessMail) => Promise<{ state: 'sent' } | { state: 'not_configured' | 'failed'; why: string }>;

interface Content {
  to: string;
  subject: string;
  lines: readonly string[];
  button: string;
  link: string;
  after: readonly string[];
}

export function invitationMail({ email, name, invitedBy, link, publicUrl }: { email: string; name: string | null; invitedBy: string; link: string; publicUrl: string }): AccessMail {
  return mailOf({
    to: email,
    subject: 'You are invited to Roundsman',
    lines: [`Hello${name === null ? '' : ` ${oneLine(name)}`},`, `${oneLine(invitedBy)} invites you to Roundsman at ${publicUrl}. Choose your password to begin:`],
    button: 'Accept the invitation',
    link,
    after: ['The link works once, within seven days. If you did not expect it, do nothing.'],
  });
}

export function resetMail({ email, name, link, publicUrl }: { email: string; name: string; link: string; publicUrl: string }): AccessMail {
  return mailOf({
    to: email,
    subject: 'Choose a new password for Roundsman',
    lines: [`Hello ${oneLine(name)},`, `somebody asked for a new password of your account at ${publicUrl}. If it was you, choose one:`],
    button: 'Choose a new password',
    link,
    after: ['The link works once, within one hour. If it was not you, do nothing: your password stays as it is.'],
  });
}

function mailOf({ to, subject, lines, button, link, after }: Content): AccessMail {
  const paragraphs = (texts: readonly string[]): string => texts.map((text) => `<p>${escaped(text)}</p>`).join('');
  const style = 'display:inline-block;padding:10px 16px;background:#1c5d99;color:#ffffff;text-decoration:none;border-radius:4px';
  return {
    to,
    subject,
    text: `${[...lines, link, ...after].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif;color:#1a1a1a">${paragraphs(lines)}<p><a style="${style}" href="${escaped(link)}">${escaped(button)}</a></p><p>${escaped(link)}</p>${paragraphs(after)}</body></html>`,
  };
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
