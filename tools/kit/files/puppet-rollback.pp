# Puppet: takes @PKG@ away again.
package { '@PKG@':
  ensure    => absent,
  provider  => 'sun',
  adminfile => '/var/tmp/@PKG@/admin',
}
