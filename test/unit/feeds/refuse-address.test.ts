import { reasonAgainst } from '../../../src/feeds/refuse-address.ts'

describe('reasonAgainst()', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '169.254.0.1',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
    '::',
    'fe80::1',
    'febf::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
  ])('refuses %s, whatever is allowed', (address) => {
    expect(reasonAgainst(address, { webhookPrivateAddresses: true })).toMatch(/reserved/)
    expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toMatch(/reserved/)
  })

  test.each([
    '127.0.0.1',
    '127.255.255.255',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:10.0.0.1',
  ])('lets %s through where private addresses are allowed', (address) => {
    expect(reasonAgainst(address, { webhookPrivateAddresses: true })).toBeUndefined()
    expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toMatch(/private/)
  })

  test.each(['1.1.1.1', '172.32.0.1', '172.15.0.1', '100.128.0.1', '11.0.0.1', '2606:4700::1111'])(
    'lets %s through',
    (address) => {
      expect(reasonAgainst(address, { webhookPrivateAddresses: false })).toBeUndefined()
    },
  )
})
