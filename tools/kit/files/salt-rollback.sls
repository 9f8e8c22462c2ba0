# Salt: takes @PKG@ away again.
@PKG@:
  pkg.removed: []
