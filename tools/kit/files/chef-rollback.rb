# Chef: takes @PKG@ away again.
solaris_package '@PKG@' do
  options '-a /var/tmp/@PKG@/admin'
  action :remove
end
