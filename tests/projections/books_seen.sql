create view books as select * from {tables}.books where {person} is not null;
