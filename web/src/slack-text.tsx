import type { ReactNode } from 'react';

/** Slack's markup as React nodes: nothing in a message can become HTML. */

const emoji: Record<string, string> = { rotating_light: '🚨', white_check_mark: '✅', warning: '⚠️', moneybag: '💰', key: '🔑', mag: '🔍', information_source: 'ℹ️', bulb: '💡', large_orange_diamond: '🔶' };

const plain = (text: string): string =>
  text
    .replaceAll(/:([a-z_]+):/g, (whole, name: string) => emoji[name] ?? whole)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const pattern = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>|\n]+)(?:\|([^<>\n]+))?>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;

function linkOf(address: string, label: string | undefined, key: number): ReactNode {
  const text = plain(label ?? address);
  if (/^https?:\/\//.test(address)) return <a key={key} href={plain(address)} target="_blank" rel="noreferrer noopener">{text}</a>;
  if (address.startsWith('mailto:')) return <span key={key} className="slack-link">{text}</span>;
  return <span key={key} className="slack-mention">{label === undefined ? address.replace(/^[!@#]/, '@') : text}</span>;
}

/** Newlines stay as they are; the style keeps them. */
export function slackNodes(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) nodes.push(plain(text.slice(from, match.index)));
    const [whole, block, code, address, label, bold, italic, struck] = match;
    const key = match.index;
    if (block !== undefined) nodes.push(<pre key={key}>{plain(block.trim())}</pre>);
    else if (code !== undefined) nodes.push(<code key={key}>{plain(code)}</code>);
    else if (address !== undefined) nodes.push(linkOf(address, label, key));
    else if (bold !== undefined) nodes.push(<strong key={key}>{slackNodes(bold)}</strong>);
    else if (italic !== undefined) nodes.push(<em key={key}>{slackNodes(italic)}</em>);
    else if (struck !== undefined) nodes.push(<s key={key}>{slackNodes(struck)}</s>);
    from = key + whole.length;
  }
  if (from < text.length) nodes.push(plain(text.slice(from)));
  return nodes;
}
