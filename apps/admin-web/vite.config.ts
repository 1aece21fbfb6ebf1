import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite dev` finds the API; a built dashboard is served by the API itself. */
const api = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    manifest: true,
    // finish-build.ts holds the sizes to a budget of their own.
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/graphql': api, '/auth': api, '/oidc': api } },
});
