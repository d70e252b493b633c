import { z } from 'zod';

// Runs before anything is drawn and before any schema is made: the page's policy allows no inline script and no eval.
z.config({ jitless: true });

const stored = window.localStorage.getItem('mantine-color-scheme-value');
const isDark = stored === 'dark' || (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
