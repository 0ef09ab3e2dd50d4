import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** RSA keys and X.509 certificates, made anew for each run: no key lies in the repository. */

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const root = keyPair()
const signer = keyPair()

export const signerKey: KeyObject = signer.privateKey
/** A key that belongs to no certificate. */
export const otherKey: KeyObject = keyPair().privateKey

/** A value in DER [X.690]: its tag, its length, its content. */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size =
    length < 128
      ? [length]
      : length < 256
        ? [0x81, length]
        : [0x82, Math.floor(length / 256), length % 256]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const object = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const sha256WithRsa = sequence(object('2a864886f70d01010b'), der(0x05))
const nameOf = (text: string) =>
  sequence(der(0x31, sequence(object('550403'), der(0x0c, Buffer.from(text)))))
const time = (year: number) => der(0x18, Buffer.from(`${year}0101000000Z`))

function certificate(subject: string, key: KeyObject, issuer: string): string {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([subject.length])),
    sha256WithRsa,
    nameOf(issuer),
    sequence(time(2020), time(2120)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
  )
  const signature = createSign('RSA-SHA256').update(body).sign(root.privateKey)
  return sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature)).toString('base64')
}

/** The certificate of `signerKey`, and that of its issuer, each DER as base64, as x5c has them. */
export const chain: readonly string[] = [
  certificate('signer', signer.publicKey, 'root'),
  certificate('root', root.publicKey, 'root'),
]
