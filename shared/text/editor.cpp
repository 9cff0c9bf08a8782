namespace khaosan::text {}
