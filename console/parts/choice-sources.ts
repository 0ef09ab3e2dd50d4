import { get } from '../api/client.ts'
import type { Class, Learner, List, PackageSummary } from '../api/types.ts'
import type { ChoiceSource } from './picker.tsx'
import { standardLabel } from './status.tsx'

export const learnerChoices: ChoiceSource = {
  key: 'learners',
  find: async (q, signal) => {
    const found = await get<List<Learner>>('/learners', { q, limit: 8 }, signal)
    return found.items.map((learner) => ({
      id: learner.id,
      name: learner.name,
      note: learner.code,
    }))
  },
}

export const classChoices: ChoiceSource = {
  key: 'classes',
  find: async (q, signal) => {
    const found = await get<List<Class>>('/classes', { q, limit: 8 }, signal)
    return found.items.map(({ id, name, code }) => ({ id, name, note: code }))
  },
}

export const packageChoices: ChoiceSource = {
  key: 'packages',
  find: async (q, signal) => {
    const found = await get<List<PackageSummary>>('/packages', { q, limit: 8 }, signal)
    return found.items.map((one) => ({
      id: one.id,
      name: one.title,
      note: standardLabel(one.standard, one.edition),
    }))
  },
}
