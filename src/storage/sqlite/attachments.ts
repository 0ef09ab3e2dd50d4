import type { AttachmentFile, Seq, StatementReader } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'

/** Keeps the files of the statement at `seq`: each content once, whoever sent it. */
export function keepAttachments(
  connection: Connection,
  seq: Seq,
  files: readonly AttachmentFile[],
): void {
  for (const { sha2, contentType, content } of files) {
    connection.run(
      'INSERT INTO attachment VALUES (?, ?) ON CONFLICT (sha2) DO NOTHING',
      sha2.toLowerCase(),
      content,
    )
    connection.run(
      'INSERT INTO statement_attachment VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      seq,
      sha2,
      contentType,
    )
  }
}

export const attachmentReader = (
  connection: Connection,
): Pick<StatementReader, 'listAttachments' | 'readAttachment'> => ({
  async listAttachments(statements) {
    const found = new Map<string, { sha2: string; contentType: string }>()
    for (const seq of statements) {
      const rows = connection.all<{ sha2: string; contentType: string }>(
        'SELECT sha2, content_type AS contentType FROM statement_attachment WHERE seq = ? ORDER BY sha2',
        seq,
      )
      for (const row of rows) {
        const key = row.sha2.toLowerCase()
        if (!found.has(key)) found.set(key, row)
      }
    }
    return [...found.values()]
  },

  async readAttachment(sha2) {
    const row = connection.get<{ content: Uint8Array }>(
      'SELECT content FROM attachment WHERE sha2 = ?',
      sha2.toLowerCase(),
    )
    return row && Buffer.from(row.content.buffer, row.content.byteOffset, row.content.byteLength)
  },
})
