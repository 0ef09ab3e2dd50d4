import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

/**
 * Builds the web console into `outFolder`: index.html, and everything else under assets/ with a hash of its content in the
 * name, so that a server may let browsers keep assets for ever and must let them ask for index.html each time. The pages ask
 * for nothing outside their own origin and need no inline script.
 */
export async function buildConsole(outFolder: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('../console/', import.meta.url)),
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [react(), tailwind()],
    build: {
      outDir: outFolder,
      emptyOutDir: true,
      assetsDir: 'assets',
      // An asset inlined as a data: URL would need font-src data: in the page's policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 700,
    },
  })
}
