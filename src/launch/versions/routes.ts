import type { Clock } from '../../base/clock.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { PackageReader } from '../../content/index.ts'
import type { Operation } from '../../http/operation.ts'
import { previewMove } from './preview-move.ts'
import type { VersionMoveReader, VersionMoveWriter } from './store.ts'
import { listMoves, startMove } from './work-on-moves.ts'

export interface VersionMoveParts {
  readonly store: PackageReader & VersionMoveReader & Transactor<VersionMoveWriter>
  readonly clock: Clock
}

/** What happens to learners when their package gets a new version. */
export const versionMoveOperations = ({ store, clock }: VersionMoveParts): Operation[] => [
  {
    method: 'get',
    path: '/packages/{id}/versions/{number}/move-preview',
    id: 'previewVersionMove',
    summary:
      'Show who is affected by a version: activities by identifier, and registrations by state',
    tag: 'Packages',
    requires: 'packages/read',
    reach: { kind: 'whole-package', by: 'id' },
    answer: 'api/move-preview',
    handle: ({ params }) => previewMove(store)(params.id!, params.number!),
  },
  {
    method: 'post',
    path: '/packages/{id}/versions/{number}/moves',
    id: 'startVersionMove',
    summary:
      'Move learners to a version, with attempts that are under way; it goes on in the background',
    tag: 'Packages',
    requires: 'registrations/write',
    reach: { kind: 'whole-package', by: 'id' },
    answer: 'api/version-move',
    status: 202,
    handle: ({ params, principal }) =>
      startMove(store, clock)(params.id!, params.number!, principal!.id),
  },
  {
    method: 'get',
    path: '/packages/{id}/moves',
    id: 'listVersionMoves',
    summary: 'List the moves of learners to other versions, newest first, with their progress',
    tag: 'Packages',
    requires: 'packages/read',
    reach: { kind: 'whole-package', by: 'id' },
    answer: 'api/version-move-list',
    handle: ({ params }) => listMoves(store)(params.id!),
  },
]
