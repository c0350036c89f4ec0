import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const server = process.env.PARLEY_SERVER ?? 'http://127.0.0.1:8080';
const serverPaths = [/^\/api(\/|$)/, /^\/mcp(\/|$)/, /^\/healthz$/, /^\/readyz$/, /^\/metrics$/];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: './src/app/routes',
      generatedRouteTree: './src/app/route-tree.gen.ts',
      routeFileIgnorePattern: '\\.(test|module)\\.',
      quoteStyle: 'single',
      semicolons: true,
    }),
    react(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Parley',
        short_name: 'Parley',
        description: 'The CRM you talk to',
        start_url: '/assistant',
        display: 'standalone',
        background_color: '#F6F6F3',
        theme_color: '#F6F6F3',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        // Fetched by importScripts, it would be refused: the policy of trusted types holds in the
        // worker too.
        inlineWorkboxRuntime: true,
        globPatterns: ['**/*.{html,js,css,svg,woff2}'],
        globIgnores: ['**/*-{cyrillic,cyrillic-ext,vietnamese,latin-ext}-*.woff2'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: serverPaths,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: { manifest: true, target: 'es2023', assetsInlineLimit: 0 },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/test-setup.ts'],
    testTimeout: 20_000,
    clearMocks: true,
    unstubGlobals: true,
  },
});
