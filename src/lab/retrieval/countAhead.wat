;; Counts over a tile of products, four at once. Each product says how near a column's item is to a row's query and,
;; less the row's own offset, how near the row's item is to a column's query. An item above a query's `high` is counted; one
;; between `low` and `high` is left to the caller.
(module
  (memory (export "memory") 1)

  ;; All arguments but height and width are places in memory; arrays hold float32 or int32.
  (func (export "countAhead")
    (param $products i32)     ;; [height, width]
    (param $height i32)
    (param $width i32)        ;; a multiple of 4
    (param $rowLow i32) (param $rowHigh i32) (param $rowOffset i32) (param $rowCounts i32)
    (param $columnLow i32) (param $columnHigh i32) (param $columnOffset i32) (param $columnCounts i32)
    (param $doubts i32)       ;; where to write the index of each group of 4 products that holds one in between
    (result i32)              ;; how many such groups
    (local $first i32) (local $rowEnd i32) (local $column i32) (local $columnEnd i32) (local $byte i32)
    (local $found i32)
    (local $low v128) (local $high v128) (local $offset v128) (local $counts v128)
    (local $product v128) (local $near v128) (local $above v128) (local $between v128)

    (local.set $found (local.get $doubts))
    (local.set $first (local.get $products))
    (local.set $columnEnd (i32.shl (local.get $width) (i32.const 2)))
    (local.set $rowEnd (i32.add (local.get $products) (i32.mul (local.get $height) (local.get $columnEnd))))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $first) (local.get $rowEnd)))
        (local.set $low (v128.load32_splat (local.get $rowLow)))
        (local.set $high (v128.load32_splat (local.get $rowHigh)))
        (local.set $offset (v128.load32_splat (local.get $rowOffset)))
        (local.set $counts (v128.const i32x4 0 0 0 0))
        (local.set $column (i32.const 0))
        (loop $columns
          (local.set $product (v128.load (i32.add (local.get $first) (local.get $column))))

          ;; The column as an item for the row. Where a comparison holds, a lane is -1.
          (local.set $near (f32x4.sub
            (local.get $product)
            (v128.load (i32.add (local.get $columnOffset) (local.get $column)))))
          (local.set $above (f32x4.gt (local.get $near) (local.get $high)))
          (local.set $counts (i32x4.sub (local.get $counts) (local.get $above)))
          (local.set $between (v128.andnot (f32x4.ge (local.get $near) (local.get $low)) (local.get $above)))

          ;; The row as an item for the column.
          (local.set $near (f32x4.sub (local.get $product) (local.get $offset)))
          (local.set $above (f32x4.gt
            (local.get $near)
            (v128.load (i32.add (local.get $columnHigh) (local.get $column)))))
          (local.set $byte (i32.add (local.get $columnCounts) (local.get $column)))
          (v128.store (local.get $byte) (i32x4.sub (v128.load (local.get $byte)) (local.get $above)))
          (local.set $between (v128.or (local.get $between) (v128.andnot
            (f32x4.ge (local.get $near) (v128.load (i32.add (local.get $columnLow) (local.get $column))))
            (local.get $above))))

          (if (v128.any_true (local.get $between)) (then
            (i32.store (local.get $found) (i32.shr_u
              (i32.sub (i32.add (local.get $first) (local.get $column)) (local.get $products))
              (i32.const 4)))
            (local.set $found (i32.add (local.get $found) (i32.const 4)))))
          (local.set $column (i32.add (local.get $column) (i32.const 16)))
          (br_if $columns (i32.lt_u (local.get $column) (local.get $columnEnd))))

        (i32.store (local.get $rowCounts) (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $counts)) (i32x4.extract_lane 1 (local.get $counts)))
          (i32.add (i32x4.extract_lane 2 (local.get $counts)) (i32x4.extract_lane 3 (local.get $counts)))))
        (local.set $first (i32.add (local.get $first) (local.get $columnEnd)))
        (local.set $rowLow (i32.add (local.get $rowLow) (i32.const 4)))
        (local.set $rowHigh (i32.add (local.get $rowHigh) (i32.const 4)))
        (local.set $rowOffset (i32.add (local.get $rowOffset) (i32.const 4)))
        (local.set $rowCounts (i32.add (local.get $rowCounts) (i32.const 4)))
        (br $rows)))
    (i32.shr_u (i32.sub (local.get $found) (local.get $doubts)) (i32.const 2))))
