import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/**
 * An OpenID Connect provider on this machine at which one person signs in: discovery, authorization code with PKCE, token and
 * keys, over real HTTP. It lets in whoever comes to it.
 */
export interface SignInProvider {
  readonly issuer: string
  /** What the next ID tokens say beside iss, aud, exp, iat and nonce. */
  claims: Record<string, unknown>
  /** What the next ID tokens say instead of what is true. */
  lies: Record<string, unknown>
  /** The requests for tokens, as forms. */
  readonly redeemed: URLSearchParams[]
  stop(): Promise<void>
}

interface Asked {
  readonly nonce: string
  readonly challenge: string
  readonly redirectUri: string
}

export async function startSignInProvider(clientId: string): Promise<SignInProvider> {
  const keys = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(keys.publicKey)), alg: 'RS256', kid: 'one', use: 'sig' }
  const codes = new Map<string, Asked>()
  const idToken = ({ nonce }: Asked) => {
    const now = Math.floor(Date.now() / 1000)
    const standard = { iss: provider.issuer, aud: clientId, iat: now, exp: now + 60, nonce }
    return new SignJWT({ ...standard, ...provider.claims, ...provider.lies })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey)
  }
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url!, provider.issuer)
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/keys') return json(200, { keys: [jwk] })
    if (url.pathname === '/authorize') {
      response.writeHead(302, { Location: authorize(url.searchParams, codes) }).end()
      return
    }
    if (url.pathname !== '/token') return json(200, discoveryOf(provider.issuer))
    const form = new URLSearchParams(await textOf(request))
    provider.redeemed.push(form)
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight = asked?.challenge === proof && asked.redirectUri === form.get('redirect_uri')
    if (!isRight) return json(400, { error: 'invalid_grant' })
    json(200, { access_token: 'a', token_type: 'Bearer', id_token: await idToken(asked) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: SignInProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: {},
    lies: {},
    redeemed: [],
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return provider
}

/** Where the browser is sent back to. */
function authorize(query: URLSearchParams, codes: Map<string, Asked>): string {
  const code = randomUUID()
  codes.set(code, {
    nonce: query.get('nonce')!,
    challenge: query.get('code_challenge')!,
    redirectUri: query.get('redirect_uri')!,
  })
  const back = new URL(query.get('redirect_uri')!)
  back.searchParams.set('code', code)
  back.searchParams.set('state', query.get('state')!)
  return back.href
}

const discoveryOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
})

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
