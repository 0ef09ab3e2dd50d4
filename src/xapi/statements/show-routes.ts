import { Problem } from '../../base/problem.ts'
import type { Call, Operation } from '../../http/operation.ts'
import { isUuid } from '../formats.ts'
import type { StatementDetail } from '../wire.ts'
import type { RowRules } from './list-statements.ts'
import { showStatement } from './show-statement.ts'
import type { StatementReader } from './store.ts'

const shared = {
  method: 'get',
  tag: 'Statements',
  requires: 'statements/read',
  reach: 'installation',
  appliesRowFilter: true,
} as const

/** /api/v1/statements/{id}: one statement, its source and its files. */
export function oneStatementOperations(
  parts: RowRules & { readonly store: StatementReader },
): Operation[] {
  const show = showStatement(parts.store, parts)
  return [
    {
      ...shared,
      path: '/statements/{id}',
      id: 'getStatement',
      summary: 'Get one statement, voided or not, with the statements that refer to it',
      answer: 'api/statement-detail',
      handle: ({ principal, params }, request): Promise<StatementDetail> =>
        show.detail(principal!, idOf(params), request.get('accept-language')),
    },
    {
      ...shared,
      path: '/statements/{id}/source',
      id: 'getStatementSource',
      summary: 'Download the JSON text of one statement, byte for byte as it is stored',
      status: 200,
      async handle({ principal, params }, _request, response) {
        const id = idOf(params)
        const json = await show.source(principal!, id)
        response.setHeader('Content-Type', 'application/json')
        response.setHeader('Content-Disposition', `attachment; filename="${id}.json"`)
        response.setHeader('Cache-Control', 'no-store')
        response.end(json)
      },
    },
    {
      ...shared,
      path: '/statements/{id}/attachments/{sha2}',
      id: 'getStatementAttachment',
      summary: 'Download a file that came with a statement',
      status: 200,
      async handle({ principal, params }, _request, response) {
        const { contentType, content } = await show.attachment(
          principal!,
          idOf(params),
          params.sha2!,
        )
        // Whatever a sender calls its file, the app origin only ever hands it over as a download of no type.
        response.setHeader('Content-Type', 'application/octet-stream')
        response.setHeader('Content-Disposition', `attachment; filename="${fileName(contentType)}"`)
        response.setHeader('Cache-Control', 'no-store')
        response.end(content)
      },
    },
  ]
}

function idOf({ id }: Call['params']): string {
  if (!isUuid(id!)) throw new Problem('statement-not-found', 'A statement id is a UUID.')
  return id!.toLowerCase()
}

/** `attachment.png` for `image/png`: a name that opens in the right program, of characters that are safe in a header. */
function fileName(contentType: string): string {
  const [, subtype = ''] = /^\s*[\w.+-]+\/([a-z0-9]{1,8})\s*(?:;|$)/i.exec(contentType) ?? []
  return subtype === '' || subtype === 'octet' ? 'attachment.bin' : `attachment.${subtype}`
}
