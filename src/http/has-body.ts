import type { IncomingMessage } from 'node:http'

/** Whether a body comes. `complete` does not tell it: it is false for every request whose headers are being handled. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
