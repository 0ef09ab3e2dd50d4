import { Problem } from '../base/problem.ts'
import { fold } from '../base/text.ts'
import { guessedPasswords } from './guessed-passwords.ts'

export const passwordCharactersMin = 10
const passwordCharactersMax = 200

/**
 * Refuses passwords that guessing finds at once; there are no rules about which characters to mix (NIST SP 800-63B 3.1.1.2).
 * @throws Problem `password-refused`; `facts.reason` is `too-short`, `too-long`, `common` or `like-name`.
 */
export function checkPassword(password: string, owner: { name: string; email: string }): void {
  const characters = [...password.normalize('NFC')].length
  if (characters < passwordCharactersMin) {
    throw refused('too-short', `The password needs ${passwordCharactersMin} characters or more.`)
  }
  if (characters > passwordCharactersMax) {
    throw refused('too-long', `The password may have ${passwordCharactersMax} characters at most.`)
  }
  const folded = squeeze(password)
  if (guessedPasswords.has(folded) || new Set(folded).size < 3) {
    throw refused('common', 'The password is one of the first that anybody guesses.')
  }
  const theirs = [owner.name, owner.email, owner.email.split('@')[0]!].map(squeeze)
  if (theirs.includes(folded)) {
    throw refused('like-name', 'The password is the name or the e-mail address.')
  }
}

const squeeze = (text: string): string => fold(text).replaceAll(' ', '')

const refused = (reason: string, message: string): Problem =>
  new Problem('password-refused', message, { pointer: '/password', facts: { reason } })
