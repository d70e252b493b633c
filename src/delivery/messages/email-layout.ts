import type { Html } from './html.ts';
import { html, Html as Markup } from './html.ts';

/**
 * Colours stand inline for clients that drop style blocks; the block only turns them for dark mode, by class.
 * Gmail drops a style block over 8,192 characters as a whole.
 */
const styles = new Markup(`
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
a:hover { text-decoration: underline !important; }
@media (max-width: 620px) {
  .page { width: 100% !important; }
  .pad { padding-left: 16px !important; padding-right: 16px !important; }
  .chart { width: 100% !important; height: auto !important; }
  .tile { display: inline-block !important; width: 50% !important; box-sizing: border-box !important; }
  .wide { display: none !important; }
}
@media (prefers-color-scheme: dark) {
  .back { background: #0b1120 !important; }
  .card { background: #111827 !important; border-color: #273449 !important; }
  .line { border-color: #273449 !important; }
  .strong { color: #f1f5f9 !important; }
  .text { color: #cbd5e1 !important; }
  .soft { color: #94a3b8 !important; }
  .accent { color: #a5b4fc !important; }
  .box { background: #1a2438 !important; }
  .mono { background: #1f2b42 !important; color: #e2e8f0 !important; }
  .warn { background: #33250b !important; border-color: #a16207 !important; }
  .warn-text { color: #fcd34d !important; }
  .demo { background: #312e81 !important; color: #e0e7ff !important; }
  .chart { filter: invert(0.92) hue-rotate(180deg); }
  .high { color: #fdba74 !important; }
  .plus { color: #86efac !important; }
  .minus { color: #fca5a5 !important; }
}
`);

export const fonts = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Inter,Helvetica,Arial,sans-serif";
const monospace = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** A whole mail: brand, content, footer. Tables and inline styles, because mail clients know little else. */
export function page({ subject, preview, isDemo, content, footer }: { subject: string; preview: string; isDemo: boolean; content: readonly Html[]; footer: Html }): string {
  const demo = html`<span class="demo" style="display:inline-block;padding:3px 9px;border-radius:10px;background:#e0e7ff;color:#3730a3;font-size:12px;font-weight:600;">Demo: simulated resources</span>`;
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${styles}</style>
</head>
<body class="back" style="margin:0;padding:0;background:#f1f5f9;${fonts};">
<div style="display:none;max-height:0;overflow:hidden;">${preview}</div>
<table role="presentation" class="back" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f1f5f9;">
<tr><td align="center" style="padding:24px 8px 32px;">
<table role="presentation" class="page" width="600" cellpadding="0" cellspacing="0" border="0" style="width:600px;max-width:600px;">
<tr><td class="pad" style="padding:0 24px 14px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="strong" style="${fonts};font-size:15px;font-weight:700;color:#0f172a;letter-spacing:-0.1px;"><span class="accent" style="color:#4f46e5;">&#9673;</span>&nbsp; Roundsman</td>
<td align="right" style="${fonts};">${isDemo && demo}</td>
</tr></table>
</td></tr>
<tr><td class="card" style="background:#ffffff;border:1px solid #e2e8f0;border-radius:10px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${content.map((block) => html`<tr><td class="pad" style="padding:0 24px;${fonts};">${block}</td></tr>\n`)}<tr><td style="height:24px;line-height:24px;font-size:1px;">&nbsp;</td></tr>
</table>
</td></tr>
<tr><td class="pad soft" style="padding:18px 24px 0;${fonts};font-size:12px;line-height:18px;color:#64748b;">${footer}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`}\n`;
}

export function title(text: string, note: Html | string): Html {
  return html`<div style="padding-top:26px;">
<h1 class="strong" style="margin:0;font-size:24px;line-height:31px;font-weight:700;letter-spacing:-0.4px;color:#0f172a;word-break:break-word;">${text}</h1>
<p class="soft" style="margin:6px 0 0;font-size:14px;line-height:21px;color:#64748b;">${note}</p>
</div>`;
}

export function heading(text: string, note = ''): Html {
  return html`<div class="line" style="margin-top:30px;padding-top:24px;border-top:1px solid #e2e8f0;">
<h2 class="strong" style="margin:0 0 12px;font-size:16px;line-height:22px;font-weight:700;color:#0f172a;">${text}${note !== '' && html`<span class="soft" style="font-weight:400;font-size:13px;color:#64748b;">&nbsp; ${note}</span>`}</h2>
</div>`;
}

export function paragraph(text: Html | string): Html {
  return html`<p class="text" style="margin:12px 0 0;font-size:14px;line-height:21px;color:#334155;">${text}</p>`;
}

export function quotation(lines: readonly string[]): Html {
  const written = lines.map((line, index) => html`${index > 0 && html`<br>`}${line}`);
  return html`<div class="box text" style="margin-top:18px;padding:12px 16px;border-left:3px solid #4f46e5;border-radius:4px;background:#f8fafc;font-size:14px;line-height:21px;color:#334155;">${written}</div>`;
}

export function warning(text: string): Html {
  return html`<div class="warn" style="margin-top:18px;padding:12px 16px;border:1px solid #fcd34d;border-radius:8px;background:#fffbeb;"><span class="warn-text" style="font-size:14px;line-height:20px;color:#92400e;"><b>&#9650;</b>&nbsp; ${text}</span></div>`;
}

/** The figures under the title, side by side, two by two on a phone. */
export function tiles(entries: readonly { label: string; value: string }[]): Html {
  const width = `${Math.floor(100 / Math.max(1, entries.length))}%`;
  return html`<table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:20px;background:#f8fafc;border-radius:8px;"><tr>
${entries.map(({ label, value }) => html`<td class="tile" width="${width}" valign="top" style="padding:14px 8px 14px 16px;"><div class="strong" style="font-size:21px;line-height:26px;font-weight:700;letter-spacing:-0.3px;color:#0f172a;">${value}</div><div class="soft" style="font-size:12px;line-height:17px;color:#64748b;">${label}</div></td>`)}
</tr></table>`;
}

export function button(text: string, url: string): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:20px;"><tr><td style="border-radius:6px;background:#4f46e5;"><a href="${url}" style="display:inline-block;padding:11px 20px;font-size:14px;line-height:18px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:6px;">${text}</a></td></tr></table>`;
}

export function mono(text: string): Html {
  return html`<span class="mono" style="${monospace};font-size:12px;padding:1px 5px;border-radius:4px;background:#f1f5f9;color:#0f172a;word-break:break-all;">${text}</span>`;
}

/** Lines of a diff; the sign at their beginning says what the colour says. */
export function codeBlock(lines: readonly string[]): Html {
  const written = lines.map((line) => {
    if (line.startsWith('+')) return html`<span class="plus" style="color:#166534;">${line}</span>\n`;
    return line.startsWith('-') ? html`<span class="minus" style="color:#991b1b;">${line}</span>\n` : html`${line}\n`;
  });
  return html`<pre class="mono" style="${monospace};margin:0;padding:10px 12px;border-radius:6px;background:#f1f5f9;color:#0f172a;font-size:12px;line-height:18px;white-space:pre-wrap;word-break:break-word;">${written}</pre>`;
}

export interface Column {
  title: string;
  align?: 'right';
  /** In pixels; the first column without one takes what is left. */
  width?: number;
  /** Left out on a phone. */
  isWide?: boolean;
}

export function table(caption: string, columns: readonly Column[], rows: readonly (readonly (Html | string)[])[]): Html {
  const kind = (index: number) => `${columns[index]?.isWide === true ? ' wide' : ''}`;
  const align = (index: number) => columns[index]?.align ?? 'left';
  const width = (index: number) => columns[index]?.width ?? (align(index) === 'right' ? 96 : undefined);
  const indent = (index: number) => (index === 0 ? '0' : '12px');
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0" aria-label="${caption}" style="border-collapse:collapse;margin-top:14px;"><thead><tr>
${columns.map((column, index) => html`<th scope="col" class="line soft${kind(index)}" align="${align(index)}"${width(index) !== undefined && html` width="${width(index)}"`} style="padding:0 0 7px ${indent(index)};border-bottom:1px solid #e2e8f0;font-size:12px;line-height:16px;font-weight:600;color:#64748b;white-space:nowrap;">${column.title}</th>`)}
</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => html`<td class="line text${kind(index)}" align="${align(index)}" valign="top" style="padding:9px 0 9px ${indent(index)};border-bottom:1px solid #eef2f7;font-size:13px;line-height:19px;color:#334155;${index > 0 && columns[index]?.align === 'right' && 'white-space:nowrap;font-variant-numeric:tabular-nums;'}">${cell}</td>`)}</tr>\n`)}</tbody></table>`;
}
