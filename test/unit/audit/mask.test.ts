import { masked } from '../../../src/audit/mask.ts'

test('a password in a URL is taken out, wherever the URL stands', () => {
  const to = 'mongodb://hocba:s3cret@db-1,db-2/hocba?replicaSet=rs0'

  expect(masked({ to, from: 'sqlite:/srv/hocba' })).toEqual({
    to: 'mongodb://hocba:***@db-1,db-2/hocba?replicaSet=rs0',
    from: 'sqlite:/srv/hocba',
  })
})

test('what only looks like one stays: ports, and addresses of mail', () => {
  const text = 'https://school.example:8080/a?b=an@example.vn mailto:an@example.vn'

  expect(masked(text)).toBe(text)
})
