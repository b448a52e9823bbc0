create view chapters as select * from {tables}.chapters where {person} is not null;
