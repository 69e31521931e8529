;; Counts over a tile of products, four at once. Each product says how near a column's item is to a row's query and,
;; less the row's own offset, how near the row's item is to a column's query. An item above a query's `high` is counted; one
;; between `low` and `high` is left to the caller. Most items are below `low`: two rows are looked at together, and left at once
;; where that is all.
(module
  (memory (export "memory") 1)

  ;; All arguments but height and width are places in memory; arrays hold float32 or int32.
  (func (export "countAhead")
    (param $products i32)     ;; [height, width]
    (param $height i32)       ;; a multiple of 2
    (param $width i32)        ;; a multiple of 4
    (param $rowLow i32) (param $rowHigh i32) (param $rowOffset i32) (param $rowCounts i32)
    (param $columnLow i32) (param $columnHigh i32) (param $columnOffset i32) (param $columnCounts i32)
    (param $doubts i32)       ;; where to write the index of each group of 4 products that holds one in between
    (result i32)              ;; how many such groups
    (local $first i32) (local $second i32) (local $end i32) (local $row i32) (local $column i32) (local $columnEnd i32)
    (local $found i32) (local $which i32) (local $at i32) (local $place i32)
    (local $firstLow v128) (local $secondLow v128) (local $firstOffset v128) (local $secondOffset v128)
    (local $columnLows v128) (local $columnOffsets v128)
    (local $product v128) (local $other v128) (local $near v128) (local $above v128) (local $between v128)

    (local.set $found (local.get $doubts))
    (local.set $first (local.get $products))
    (local.set $columnEnd (i32.shl (local.get $width) (i32.const 2)))
    (local.set $end (i32.add (local.get $products) (i32.mul (local.get $height) (local.get $columnEnd))))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $first) (local.get $end)))
        (local.set $second (i32.add (local.get $first) (local.get $columnEnd)))
        (local.set $firstLow (v128.load32_splat (i32.add (local.get $rowLow) (local.get $row))))
        (local.set $secondLow (v128.load32_splat offset=4 (i32.add (local.get $rowLow) (local.get $row))))
        (local.set $firstOffset (v128.load32_splat (i32.add (local.get $rowOffset) (local.get $row))))
        (local.set $secondOffset (v128.load32_splat offset=4 (i32.add (local.get $rowOffset) (local.get $row))))
        (local.set $column (i32.const 0))
        (loop $columns
          (local.set $product (v128.load (i32.add (local.get $first) (local.get $column))))
          (local.set $other (v128.load (i32.add (local.get $second) (local.get $column))))
          (local.set $columnLows (v128.load (i32.add (local.get $columnLow) (local.get $column))))
          (local.set $columnOffsets (v128.load (i32.add (local.get $columnOffset) (local.get $column))))
          (if (v128.any_true (v128.or
              (v128.or
                (f32x4.ge (f32x4.sub (local.get $product) (local.get $columnOffsets)) (local.get $firstLow))
                (f32x4.ge (f32x4.sub (local.get $product) (local.get $firstOffset)) (local.get $columnLows)))
              (v128.or
                (f32x4.ge (f32x4.sub (local.get $other) (local.get $columnOffsets)) (local.get $secondLow))
                (f32x4.ge (f32x4.sub (local.get $other) (local.get $secondOffset)) (local.get $columnLows)))))
            (then
              ;; Some item is near: the first row, then the second.
              (local.set $which (i32.const 0))
              (local.set $at (i32.add (local.get $first) (local.get $column)))
              (loop $each
                (local.set $product (v128.load (local.get $at)))
                (local.set $place (i32.add (local.get $row) (local.get $which)))

                ;; The column as an item for the row. Where a comparison holds, all bits of a lane are set: as a number, -1.
                (local.set $near (f32x4.sub (local.get $product) (local.get $columnOffsets)))
                (local.set $above (f32x4.gt
                  (local.get $near)
                  (v128.load32_splat (i32.add (local.get $rowHigh) (local.get $place)))))
                (local.set $between (v128.andnot
                  (f32x4.ge (local.get $near) (v128.load32_splat (i32.add (local.get $rowLow) (local.get $place))))
                  (local.get $above)))
                (i32.store (i32.add (local.get $rowCounts) (local.get $place)) (i32.add
                  (i32.load (i32.add (local.get $rowCounts) (local.get $place)))
                  (i32.popcnt (i32x4.bitmask (local.get $above)))))

                ;; The row as an item for the column.
                (local.set $near (f32x4.sub
                  (local.get $product)
                  (v128.load32_splat (i32.add (local.get $rowOffset) (local.get $place)))))
                (local.set $above (f32x4.gt
                  (local.get $near)
                  (v128.load (i32.add (local.get $columnHigh) (local.get $column)))))
                (v128.store (i32.add (local.get $columnCounts) (local.get $column)) (i32x4.sub
                  (v128.load (i32.add (local.get $columnCounts) (local.get $column)))
                  (local.get $above)))
                (local.set $between (v128.or (local.get $between) (v128.andnot
                  (f32x4.ge (local.get $near) (local.get $columnLows))
                  (local.get $above))))

                (if (v128.any_true (local.get $between)) (then
                  (i32.store (local.get $found) (i32.shr_u
                    (i32.sub (local.get $at) (local.get $products))
                    (i32.const 4)))
                  (local.set $found (i32.add (local.get $found) (i32.const 4)))))
                (local.set $at (i32.add (local.get $at) (local.get $columnEnd)))
                (local.set $which (i32.add (local.get $which) (i32.const 4)))
                (br_if $each (i32.lt_u (local.get $which) (i32.const 8))))))
          (local.set $column (i32.add (local.get $column) (i32.const 16)))
          (br_if $columns (i32.lt_u (local.get $column) (local.get $columnEnd))))
        (local.set $first (i32.add (local.get $second) (local.get $columnEnd)))
        (local.set $row (i32.add (local.get $row) (i32.const 8)))
        (br $rows)))
    (i32.shr_u (i32.sub (local.get $found) (local.get $doubts)) (i32.const 2))))
