window.Course.start()
