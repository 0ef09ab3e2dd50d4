import type { MovePreview, VersionMoveList } from '../../src/launch/versions/wire.ts'
import type { CoursePolicy } from '../../src/registrations/course-attempt.ts'
import * as data from './fixture-data.ts'

/** What packages allow of attempts, and moves of learners between versions, as the imagined server tells them. */

export const policy: CoursePolicy = {
  attemptsMax: 3,
  newAttempt: 'after-completion',
  afterCompletion: 'review',
  counts: 'best',
  newVersion: 'next-attempt',
}

/** The first package has learners on its older version; nobody else has. */
export function previewOf(packageId: string, version: number): MovePreview {
  const isFirst = packageId === data.packages[0]!.id
  return {
    package: packageId,
    version,
    already: 12,
    from: isFirst
      ? [
          {
            version: version - 1,
            isSameStandard: true,
            activities: [
              { activity: 'I_SCO0', title: 'Mở đầu', kind: 'sco', change: 'kept' },
              {
                activity: 'I_SCO1',
                title: 'Quy định chung về an toàn lao động',
                titleBefore: 'Quy định chung',
                kind: 'sco',
                change: 'kept',
              },
              {
                activity: 'I_SCO2',
                title: 'Phương tiện bảo vệ cá nhân',
                kind: 'sco',
                change: 'moved',
              },
              { activity: 'I_SCO5', title: 'Sơ cứu ban đầu', kind: 'sco', change: 'added' },
              { activity: 'I_SCO4', title: 'Kiểm tra cuối khóa', kind: 'sco', change: 'kept' },
              {
                activity: 'I_SCO3',
                title: 'Phòng cháy (bản 2019)',
                kind: 'sco',
                change: 'removed',
              },
            ],
            registrations: {
              elsewhere: 1,
              notStarted: 8,
              completed: 20,
              allKept: 6,
              someKept: 4,
              noneKept: 1,
            },
          },
        ]
      : [],
  }
}

export const moves: VersionMoveList['items'] = [
  {
    id: '00000007-0000-4000-8000-000000000002',
    version: 2,
    startedBy: data.me.id,
    startedAt: '2026-11-20T02:59:30.000Z',
    endedAt: null,
    outcomes: { moved: 9, completed: 14 },
    remaining: 17,
  },
  {
    id: '00000007-0000-4000-8000-000000000001',
    version: 2,
    startedBy: data.me.id,
    startedAt: '2026-11-12T02:00:00.000Z',
    endedAt: '2026-11-12T02:00:04.000Z',
    outcomes: { moved: 31, 'moved-in-part': 4, completed: 12, learning: 2 },
    remaining: 0,
  },
]

export const movesOf = (packageId: string): VersionMoveList => ({
  items: packageId === data.packages[0]!.id ? moves : [],
})
