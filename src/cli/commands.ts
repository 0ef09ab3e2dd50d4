import { backUpCommand } from './back-up.ts'
import { checkPackageCommand } from './check-package.ts'
import type { Command } from './command.ts'
import { createCredentialCommand } from './create-credential.ts'
import { createRegistrationCommand } from './create-registration.ts'
import { doctorCommand } from './doctor.ts'
import { eraseCommand } from './erase.ts'
import { exportLedgerCommand } from './export-ledger.ts'
import { exportStatementsCommand } from './export-statements.ts'
import { importPackageCommand } from './import-package.ts'
import { importStatementsCommand } from './import-statements.ts'
import { liftHoldCommand } from './lift-hold.ts'
import { listCredentialsCommand } from './list-credentials.ts'
import { listHoldsCommand } from './list-holds.ts'
import { loadDemoCommand } from './load-demo.ts'
import { migrateCommand } from './migrate.ts'
import { placeHoldCommand } from './place-hold.ts'
import { pullStatementsCommand } from './pull-statements.ts'
import { restoreCommand } from './restore.ts'
import { revokeCredentialCommand } from './revoke-credential.ts'
import { rotateCredentialCommand } from './rotate-credential.ts'
import { rotateLedgerKeyCommand } from './rotate-ledger-key.ts'
import { serveCommand } from './serve.ts'
import { showProgressCommand } from './show-progress.ts'
import { verifyCommand } from './verify.ts'

/** Every command, in the order of `hocba --help`. */
export const commands: readonly Command[] = [
  serveCommand,
  createCredentialCommand,
  listCredentialsCommand,
  rotateCredentialCommand,
  revokeCredentialCommand,
  importPackageCommand,
  checkPackageCommand,
  createRegistrationCommand,
  showProgressCommand,
  importStatementsCommand,
  exportStatementsCommand,
  pullStatementsCommand,
  eraseCommand,
  placeHoldCommand,
  listHoldsCommand,
  liftHoldCommand,
  backUpCommand,
  restoreCommand,
  migrateCommand,
  verifyCommand,
  exportLedgerCommand,
  rotateLedgerKeyCommand,
  doctorCommand,
  loadDemoCommand,
]
