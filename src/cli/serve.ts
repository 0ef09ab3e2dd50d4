import type { Command } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the server, as npm start does',
  details: `Prints the console's address and, while there is no administrator, the one-time link that creates the first one.
Runs until SIGTERM or SIGINT, lets running requests finish, and exits 0. With --json the first line of standard output is
a document with appUrl, contentUrl and setupUrl. Unlike npm start it does not build the browser bundles first.`,
  options: {},
  examples: ['serve', 'serve --json'],
  async run({ env, wantsJson }) {
    const { serve } = await import('../main.ts')
    if (!wantsJson) await serve(env)
    else {
      await serve(env, ({ config: { appUrl, contentUrl }, setupUrl }) => {
        return `${JSON.stringify({ appUrl, contentUrl, setupUrl: setupUrl ?? null })}\n`
      })
    }
    return undefined
  },
}
