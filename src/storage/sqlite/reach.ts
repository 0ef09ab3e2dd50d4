import type { SQLInputValue } from 'node:sqlite'
import type { Placed } from '../../access/store.ts'
import type { PartKind, Parts, Reach, Target } from '../../base/reach.ts'
import type { Connection } from './connection.ts'

/** Organisations of a JSON list, and what is below them. */
const subtree = `WITH RECURSIVE below (id) AS (
    SELECT value FROM json_each(?) UNION SELECT organisation.id FROM organisation JOIN below ON parent = below.id
  ) SELECT id FROM below`
const classesOf = `SELECT id FROM class WHERE organisation IN (${subtree})`
const given = 'SELECT value FROM json_each(?)'

const registrationsOfClasses = (classes: string) =>
  `SELECT registration.id FROM class_member JOIN class_package USING (class)
     JOIN registration ON learner = person AND registration.package = class_package.package
   WHERE is_trial = 0 AND class IN (${classes})`

/** By what is looked for, and by the kind of part: its ids, for a JSON list of the parts' ids. */
const inside: Readonly<Record<Target['kind'], Partial<Record<PartKind, string>>>> = {
  registration: {
    peopleOf: `SELECT registration.id FROM person JOIN registration ON learner = person.id
       WHERE is_trial = 0 AND organisation IN (${subtree})`,
    classesOf: registrationsOfClasses(classesOf),
    class: registrationsOfClasses(given),
    package: `SELECT id FROM registration WHERE is_trial = 0 AND package IN (${given})`,
    person: `SELECT id FROM registration WHERE is_trial = 0 AND learner IN (${given})`,
    trialsOf: `SELECT id FROM registration WHERE is_trial = 1 AND learner IN (${given})`,
  },
  learner: {
    peopleOf: `SELECT id FROM person WHERE organisation IN (${subtree})`,
    classesOf: `SELECT person FROM class_member WHERE class IN (${classesOf})`,
    class: `SELECT person FROM class_member WHERE class IN (${given})`,
    package: `SELECT learner FROM registration WHERE is_trial = 0 AND package IN (${given})`,
  },
  package: {
    classesOf: `SELECT package FROM class_package WHERE class IN (${classesOf})`,
    class: `SELECT package FROM class_package WHERE class IN (${given})`,
    package: given,
    uploadsOf: `SELECT package FROM package_version WHERE number = 1 AND created_by IN (${given})`,
  },
  'whole-package': {
    package: given,
    uploadsOf: `SELECT package FROM package_version WHERE number = 1 AND created_by IN (${given})`,
  },
  class: { classesOf, class: given },
  organisation: { peopleOf: subtree, classesOf: subtree },
}

/** A condition on a column of ids, with its values: whether they are inside a reach. */
interface ReachCondition {
  readonly condition: string
  readonly values: readonly SQLInputValue[]
}

/** What keeps a query to the rows inside a reach; undefined where the reach is everywhere. */
export function insideReach(
  kind: Target['kind'],
  column: string,
  reach: Reach | undefined,
): ReachCondition | undefined {
  if (reach === undefined || reach === 'everywhere') return undefined
  const parts = Object.entries(reach) as [PartKind, Parts[PartKind] & {}][]
  const known = parts.flatMap(([part, ids]) => {
    const sql = inside[kind][part]
    return sql ? [{ sql: `SELECT * FROM (${sql})`, ids: JSON.stringify(ids) }] : []
  })
  if (known.length === 0) return { condition: '0', values: [] }
  return {
    condition: `${column} IN (${known.map(({ sql }) => sql).join(' UNION ')})`,
    values: known.map(({ ids }) => ids),
  }
}

export function isInside(connection: Connection, reach: Reach, { kind, id }: Target): boolean {
  const within = insideReach(kind, 'looked_for.id', reach)
  if (!within) return true
  return (
    connection.get(
      `SELECT 1 FROM (SELECT ? AS id) AS looked_for WHERE ${within.condition}`,
      id,
      ...within.values,
    ) !== undefined
  )
}

const tables: Readonly<Record<Placed, string>> = {
  organisation: 'organisation',
  class: 'class',
  package: 'package',
  learner: 'person',
}

export const isThere = (connection: Connection, kind: Placed, id: string): boolean =>
  connection.get(`SELECT 1 FROM ${tables[kind]} WHERE id = ?`, id) !== undefined
