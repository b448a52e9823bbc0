"""The pages: what people see and what they can do, without any rule of their own."""
