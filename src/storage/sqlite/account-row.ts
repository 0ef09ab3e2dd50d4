import type { Account } from '../../access/account.ts'

export interface AccountRow {
  id: string
  name: string
  email: string
  email_fold: string
  password_hash: string
  person: string | null
  created_at: string
  disabled_at: string | null
  last_sign_in_at: string | null
}

export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  email: row.email,
  emailFold: row.email_fold,
  ...(row.password_hash !== '' && { passwordHash: row.password_hash }),
  ...(row.person !== null && { person: row.person }),
  createdAt: new Date(row.created_at),
  ...(row.disabled_at !== null && { disabledAt: new Date(row.disabled_at) }),
  ...(row.last_sign_in_at !== null && { lastSignInAt: new Date(row.last_sign_in_at) }),
})
