import { Problem } from '../base/problem.ts'

/** What a request in the alternate syntax stands for. */
interface MeantRequest {
  readonly method: string
  /** The query, without `?`. */
  readonly query: string
  /** By name in lower case; they replace those of the request that carried them. */
  readonly headers: Readonly<Record<string, string>>
  readonly content: Buffer
}

const clause = 'xAPI-Communication 1.3'
const methods = ['GET', 'PUT', 'POST', 'DELETE']

/** Form fields that stand for headers. Names are case-sensitive. */
const headerFields = new Set([
  'Authorization',
  'X-Experience-API-Version',
  'Content-Type',
  'Content-Length',
  'If-Match',
  'If-None-Match',
])

const refused = (pointer: string, sentence: string): Problem =>
  new Problem('invalid-query', sentence, { pointer, clause })

/**
 * Reads a request in the alternate syntax [Communication 1.3], which browsers without CORS needed and tools still use to
 * send long queries: a POST whose one parameter is `method`, with headers, parameters and content as fields of a form.
 * @param parameters of the POST itself.
 * @param form its body, application/x-www-form-urlencoded.
 * @throws Problem invalid-query that names the parameter or field.
 */
export function readAlternateRequest(parameters: URLSearchParams, form: string): MeantRequest {
  const other = [...parameters.keys()].find((name) => name !== 'method')
  if (other !== undefined)
    throw refused(other, `"${other}" must be a field of the form: only "method" stands in the URL.`)
  const [method = '', ...more] = parameters.getAll('method')
  if (more.length > 0 || !methods.includes(method))
    throw refused('method', `The parameter "method" must be one of ${methods.join(', ')}.`)
  const headers: Record<string, string> = {}
  const query = new URLSearchParams()
  let content: string | undefined
  for (const [name, value] of new URLSearchParams(form)) {
    if (headerFields.has(name)) headers[name.toLowerCase()] = value
    else if (name !== 'content') query.append(name, value)
    else if (content === undefined) content = value
    else throw refused('content', 'The field "content" is given more than once.')
  }
  if (content === undefined && (method === 'PUT' || method === 'POST'))
    throw refused('content', 'The form has no field "content".')
  if (content !== undefined && !('content-type' in headers))
    headers['content-type'] = 'application/json'
  const bytes = Buffer.from(content ?? '')
  headers['content-length'] = String(bytes.length)
  return { method, query: query.toString(), headers, content: bytes }
}
