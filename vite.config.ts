import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// oxlint-disable-next-line no-default-export -- Vite reads the default export
export default defineConfig({
  root: 'web',
  base: '/app/',
  plugins: [react()],
  clearScreen: false,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    assetsInlineLimit: 0,
    // Preloading by an inline helper is not needed: the page has one entry and one lazy chunk.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'charts', test: /node_modules[\\/](echarts|zrender)/ }] },
      },
    },
  },
});
