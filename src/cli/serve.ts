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
    if (env.npm_lifecycle_event) endWithParent()
    if (!wantsJson) await serve(env)
    else {
      await serve(env, ({ config: { appUrl, contentUrl }, setupUrl }) => {
        return `${JSON.stringify({ appUrl, contentUrl, setupUrl: setupUrl ?? null })}\n`
      })
    }
    return undefined
  },
}

/**
 * npm passes a signal on to the shell between it and this process, and that one dies of it without passing it on: what is heard of
 * a SIGTERM is that the parent is gone.
 */
function endWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}
