import { pageOf, readCursor } from '../../base/page.ts'
import type { Class, ClassMember, ClassOverview, IndexedClass } from '../../cohorts/class.ts'
import type { CohortReader, CohortWriter, MemberProgress } from '../../cohorts/store.ts'
import type { KeptEvidence } from '../../registrations/evidence/evidence.ts'
import type { Connection } from './connection.ts'
import { insideReach } from './reach.ts'

interface ClassRow {
  id: string
  code: string
  name: string
  starts_on: string | null
  ends_on: string | null
  organisation: string | null
  created_at: string
  packages: string
  learners: number
}

const columns = `*,
  (SELECT json_group_array(package ORDER BY package) FROM class_package WHERE class = class.id) AS packages,
  (SELECT count(*) FROM class_member WHERE class = class.id) AS learners`

interface MemberRow {
  id: string
  name: string
  code: string | null
  organisation: string | null
  organisation_name: string | null
  sort_key: string
  enrolled_at: string
}

interface ProgressRow {
  person: string
  package: string
  id: string
  completion: MemberProgress['completion']
  success: MemberProgress['success']
  evidence: KeptEvidence | null
  score: string | null
  progress: number
  last_activity_at: number | null
}

export const cohortReader = (connection: Connection): CohortReader => ({
  ...classReads(connection),
  async listClasses({ q, reach }, { limit, cursor }) {
    const [after, id] = cursor === undefined ? ['9', ''] : readCursor(cursor, ['string', 'string'])
    const within = insideReach('class', 'id', reach)
    const rows = connection.all<ClassRow>(
      `SELECT ${columns} FROM class
       WHERE (created_at, id) < (?, ?) AND ${within?.condition ?? 'true'}
         AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(search_text, ' ' || value) = 0)
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      after!,
      id!,
      ...(within?.values ?? []),
      JSON.stringify(q),
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.created_at, last.id])
    return { ...page, items: page.items.map(classOf) }
  },
  async listClassMembers({ class: id, evidence }, { limit, cursor }) {
    const [key, person] = cursor === undefined ? ['', ''] : readCursor(cursor, ['string', 'string'])
    const rows = connection.all<MemberRow>(
      `SELECT person.id, person.name, person.code, organisation.id AS organisation, organisation.name AS organisation_name,
              sort_key, enrolled_at
       FROM class_member JOIN person ON person.id = person LEFT JOIN organisation ON organisation.id = person.organisation
       WHERE class = ? AND (sort_key, person.id) > (?, ?) ${evidence ? hasLevel : ''}
       ORDER BY sort_key, person.id LIMIT ?`,
      id,
      key!,
      person!,
      ...(evidence ? [evidence] : []),
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.sort_key, last.id])
    return { ...page, items: page.items.map(memberOf) }
  },
  // CROSS JOIN here and below: SQLite would begin with all registrations on the packages, or with all that are no trials.
  classProgress: async (id, people) =>
    connection
      .all<ProgressRow>(
        `SELECT learner AS person, registration.package, registration.id, completion, success, evidence, score, progress,
                last_activity_at, max(active_at)
         FROM json_each(?) AS member CROSS JOIN registration ON learner = member.value AND is_trial = 0
         JOIN class_package ON class = ? AND class_package.package = registration.package
         GROUP BY learner, registration.package ORDER BY learner, registration.package`,
        JSON.stringify(people),
        id,
      )
      .map(progressOf),
  async countClassEvidence(id) {
    const rows = connection.all<{ level: KeptEvidence; count: number }>(
      `SELECT coalesce(evidence, 'none') AS level, count(*) AS count FROM (
         SELECT evidence, max(active_at) FROM class_member CROSS JOIN registration ON learner = person AND is_trial = 0
         JOIN class_package ON class_package.class = class_member.class AND class_package.package = registration.package
         WHERE class_member.class = ? GROUP BY learner, registration.package)
       GROUP BY level`,
      id,
    )
    return new Map(rows.map(({ level, count }) => [level, count]))
  },
  async packageTitles(ids) {
    const rows = connection.all<{ id: string; title: string }>(
      'SELECT id, title FROM package WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    return new Map(rows.map(({ id, title }) => [id, title]))
  },
})

/** Of each package the registration with the newest activity counts, as in `classProgress`. */
const hasLevel = `AND EXISTS (
  SELECT evidence, max(active_at) FROM registration
  JOIN class_package ON class_package.class = class_member.class AND class_package.package = registration.package
  WHERE learner = class_member.person AND is_trial = 0 GROUP BY registration.package HAVING evidence = ?)`

function classReads(connection: Connection): Pick<CohortReader, 'findClass'> {
  return {
    async findClass(id) {
      const row = connection.get<ClassRow>(`SELECT ${columns} FROM class WHERE id = ?`, id)
      return row && classOf(row)
    },
  }
}

export const cohortWriter = (connection: Connection): CohortWriter => ({
  ...classReads(connection),
  ...classWrites(connection),
  classMembers: async (id) =>
    connection
      .all<{ person: string }>('SELECT person FROM class_member WHERE class = ?', id)
      .map(({ person }) => person),
  insertClassMember: async (id, person, at) =>
    connection.run(
      'INSERT INTO class_member VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      id,
      person,
      at.toISOString(),
    ) === 1,
  deleteClassMember: async (id, person) =>
    connection.run('DELETE FROM class_member WHERE class = ? AND person = ?', id, person) === 1,
  isRegisteredOn: async (person, packageId) =>
    connection.get(
      'SELECT 1 FROM registration WHERE learner = ? AND is_trial = 0 AND +package = ?',
      person,
      packageId,
    ) !== undefined,
})

const classWrites = (
  connection: Connection,
): Pick<CohortWriter, 'insertClass' | 'replaceClass' | 'deleteClass'> => {
  const putPackages = ({ id, packages }: Class) => {
    connection.run('DELETE FROM class_package WHERE class = ?', id)
    for (const one of packages) connection.run('INSERT INTO class_package VALUES (?, ?)', id, one)
  }
  return {
    async insertClass(created) {
      const isNew =
        connection.run(
          `INSERT INTO class (code, code_fold, name, starts_on, ends_on, organisation, search_text, id, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          ...valuesOf(created),
          created.createdAt.toISOString(),
        ) === 1
      if (isNew) putPackages(created)
      return isNew
    },
    async replaceClass(changed) {
      const isDone =
        connection.run(
          `UPDATE OR IGNORE class SET code = ?, code_fold = ?, name = ?, starts_on = ?, ends_on = ?,
             organisation = ?, search_text = ? WHERE id = ?`,
          ...valuesOf(changed),
        ) === 1
      if (isDone) putPackages(changed)
      return isDone
    },
    async deleteClass(id) {
      connection.run('DELETE FROM class_member WHERE class = ?', id)
      connection.run('DELETE FROM class_package WHERE class = ?', id)
      connection.run("DELETE FROM account_grant WHERE place_kind = 'class' AND place = ?", id)
      connection.run('DELETE FROM class WHERE id = ?', id)
    },
  }
}

const valuesOf = (one: IndexedClass): (string | null)[] => [
  one.code,
  one.code.normalize('NFC').toLowerCase(),
  one.name,
  one.startsOn ?? null,
  one.endsOn ?? null,
  one.organisation ?? null,
  one.searchText,
  one.id,
]

const classOf = (row: ClassRow): ClassOverview => ({
  id: row.id,
  code: row.code,
  name: row.name,
  ...(row.starts_on !== null && { startsOn: row.starts_on }),
  ...(row.ends_on !== null && { endsOn: row.ends_on }),
  ...(row.organisation !== null && { organisation: row.organisation }),
  packages: JSON.parse(row.packages) as string[],
  createdAt: new Date(row.created_at),
  learners: row.learners,
})

const memberOf = (row: MemberRow): ClassMember => ({
  person: row.id,
  name: row.name,
  ...(row.code !== null && { code: row.code }),
  ...(row.organisation !== null && {
    organisation: { id: row.organisation, name: row.organisation_name! },
  }),
  enrolledAt: new Date(row.enrolled_at),
})

const progressOf = (row: ProgressRow): MemberProgress => {
  const score = row.score === null ? undefined : (JSON.parse(row.score) as { scaled: number })
  return {
    person: row.person,
    package: row.package,
    registration: row.id,
    completion: row.completion,
    success: row.success,
    evidence: row.evidence ?? 'none',
    ...(score && { score: score.scaled }),
    progress: row.progress,
    ...(row.last_activity_at !== null && { lastActivityAt: new Date(row.last_activity_at) }),
  }
}
