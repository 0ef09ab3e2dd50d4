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
      // A few larger files in place of one small file for each icon and each widget.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'icons', test: /node_modules\/lucide-react/, priority: 3 },
              {
                name: 'widgets',
                test: /node_modules\/(@?radix-ui|@floating-ui|cmdk|sonner|aria-hidden|react-remove-scroll)/,
                priority: 2,
              },
              { name: 'react', test: /node_modules\//, priority: 1, minShareCount: 2 },
              { name: 'parts', test: /console\/(parts|api|language)\//, minShareCount: 2 },
            ],
          },
        },
      },
      chunkSizeWarningLimit: 700,
    },
  })
}
