"""Papers in Word (公文): 督查通报, 交办单, 台账 in the form of GB/T 9704."""
