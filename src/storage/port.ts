import type { AccessReader, AccessWriter } from '../access/store.ts'
import type { AuditReader, AuditWriter } from '../audit/store.ts'
import type { Transactor } from '../base/transactor.ts'
import type { CohortReader, CohortWriter } from '../cohorts/store.ts'
import type { PackageReader, PackageWriter } from '../content/store.ts'
import type { ErasureStore } from '../erasure/store.ts'
import type { FeedReader, FeedWriter } from '../feeds/store.ts'
import type { LaunchReader, LaunchWriter } from '../launch/store.ts'
import type { VersionMoveReader, VersionMoveWriter } from '../launch/versions/store.ts'
import type { LedgerReader, LedgerWriter } from '../ledger/store.ts'
import type {
  OrganisationReader,
  OrganisationWriter,
  PeopleReader,
  PeopleWriter,
} from '../people/store.ts'
import type { QuestionReader, QuestionWriter } from '../questions/store.ts'
import type { RegistrationReader, RegistrationWriter } from '../registrations/store.ts'
import type { RequestReader, RequestWriter } from '../requests/store.ts'
import type { TransferReader, TransferWriter } from '../transfer/store.ts'
import type { ActivityReader } from '../xapi/activities/store.ts'
import type { AgentReader } from '../xapi/agents/store.ts'
import type { DocumentReader, DocumentWriter } from '../xapi/documents/store.ts'
import type { StatementReader, StatementWriter } from '../xapi/statements/store.ts'

/** All that may be read from a storage engine: the sum of what the slices ask for in their store.ts. */
export interface Reader
  extends AccessReader,
    AuditReader,
    CohortReader,
    OrganisationReader,
    DocumentReader,
    FeedReader,
    LedgerReader,
    PackageReader,
    LaunchReader,
    VersionMoveReader,
    PeopleReader,
    QuestionReader,
    RegistrationReader,
    RequestReader,
    StatementReader,
    ActivityReader,
    AgentReader,
    TransferReader {}

/** All that may be written, and only inside `transact`. A writer reads what its own transaction has written. */
export interface Writer
  extends AccessWriter,
    AuditWriter,
    CohortWriter,
    OrganisationWriter,
    DocumentWriter,
    FeedWriter,
    LedgerWriter,
    PackageWriter,
    LaunchWriter,
    VersionMoveWriter,
    PeopleWriter,
    QuestionWriter,
    RegistrationWriter,
    RequestWriter,
    StatementWriter,
    TransferWriter {}

/** A storage engine. */
export interface Storage extends Reader, Transactor<Writer> {
  /**
   * How long a transaction that is asked for now will wait for those before it, in milliseconds; 0 where it is not known.
   * Absent: writes do not wait for each other.
   */
  readonly expectedWriteWait?: () => number
  /** How persons are erased. */
  readonly erasing: ErasureStore
  /** Waits for what was begun, then lets go of everything. */
  close(): Promise<void>
}
