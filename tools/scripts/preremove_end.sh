if [ $own_status -ne 0 ]; then
	complain "preremove: the package's own part ended with $own_status"
	exit 1
fi
exit 0
