import type { World } from '../world.ts'

/** The few people, lessons and words that most generated requests are about. */
const site = 'https://example.vn'

export const agents = [
  { mbox: 'mailto:an@example.vn' },
  { mbox: 'mailto:binh@example.vn', name: 'Bình' },
  { mbox: 'mailto:binh@example.vn', name: 'Trần Thị Bình' },
  { mbox_sha1sum: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' },
  { openid: `${site}/ids/chi` },
  { account: { homePage: site, name: 'hv-1' }, name: 'Đỗ Văn Em' },
  { account: { homePage: site, name: 'hv-2' }, objectType: 'Agent' },
  {
    objectType: 'Group',
    mbox: 'mailto:lop@example.vn',
    member: [{ mbox: 'mailto:an@example.vn' }],
  },
] as const

export const agentIn = ({ chance }: World) => chance.pick(agents)

/** As a parameter, without what does not identify. */
export const agentParameter = (world: World): string => JSON.stringify(agentIn(world))

export const activityIn = ({ chance }: World): string =>
  chance.pick(['1', '2', '3', 'khóa', 'câu/1', 'câu/2']).replace(/^/, `${site}/bai/`)

export const verbIn = ({ chance }: World): string =>
  `http://adlnet.gov/expapi/verbs/${chance.pick(['answered', 'completed', 'passed', 'experienced'])}`

/** One of six at a time, which change slowly. */
export const registrationIn = ({ chance, turn }: World): string =>
  `11111111-1111-4111-8111-${String(Math.floor(turn / 400) * 6 + chance.below(6)).padStart(12, '0')}`
