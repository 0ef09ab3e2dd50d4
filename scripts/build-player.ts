import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Builds the player, minified and with hashed names, for the content origin's `/_player/`.
 * @param outFolder emptied first; gets index.html and assets/.
 */
export async function buildPlayer(outFolder: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../player', import.meta.url)),
    base: '/_player/',
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: outFolder,
      emptyOutDir: true,
      target: 'es2022',
      // The page's policy allows scripts and styles from its own files only: nothing may be inlined.
      assetsInlineLimit: 0,
      modulePreload: false,
    },
  })
}
