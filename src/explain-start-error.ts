import { OperatorError } from './base/operator-error.ts'
import { Problem } from './base/problem.ts'

/** What an operator is told when the start fails: a sentence, or the stack of an error that is nobody's but ours. */
export function explainStartError(error: unknown): string {
  if (error instanceof OperatorError || error instanceof Problem) return error.message
  const { code, port, address, hostname, message } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
    hostname?: string
  }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or set HOCBA_PORT (console) or HOCBA_CONTENT_PORT (courses).`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address ${address ?? hostname ?? ''}. Set HOCBA_HOST to one that it has.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${message}. Make room on it, then start again.`
  }
  // Other refusals of the system say by themselves what was tried and on which path.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return `The system refuses: ${message}.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
