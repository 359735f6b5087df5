select json_agg(json_build_object('scope', scope, 'name', name, 'events', events, 'ratings', ratings, 'bad', bad,
  'goodRate', good_rate)) from peers.board_rows(2, (:first::date + :k::int));
