<?php
/** In a plugin of your own, or in functions.php of a child theme. The feed's ids are those of products and variations. */
add_action( 'woocommerce_single_product_summary', 'shop_notify_me', 31 );
add_action( 'wp_enqueue_scripts', 'shop_notify_me_script' );

function shop_notify_me() {
	global $product;
	$ids  = $product->is_type( 'variable' ) ? $product->get_children() : array( $product->get_id() );
	$rows = array();
	foreach ( $ids as $id ) {
		$item = wc_get_product( $id );
		// Disabled variations, and those without a price, cannot be chosen.
		if ( ! $item || ( $item->is_type( 'variation' ) && ! $item->variation_is_visible() ) ) {
			continue;
		}
		$rows[] = array(
			'variant'   => (string) $id,
			'product'   => $item->get_name(),
			// WooCommerce may count a small quantity as out of stock.
			'quantity'  => $item->managing_stock() ? ( $item->is_in_stock() ? $item->get_stock_quantity() : 0 ) : null,
			'policy'    => $item->backorders_allowed() ? 'continue' : 'deny',
			'available' => $item->is_in_stock(),
		);
	}
	printf(
		'<notify-me company-id="%s" follow="woocommerce" variants="%s"><a href="%s">%s</a></notify-me>',
		esc_attr( 'ABC123' ),
		wc_esc_json( wp_json_encode( $rows ) ),
		esc_url( home_url( '/contact/' ) ),
		esc_html( 'Ask us about this item' )
	);
}

function shop_notify_me_script() {
	if ( is_product() ) {
		$url = get_stylesheet_directory_uri() . '/notify-me/notify-me.js';
		wp_enqueue_script( 'notify-me', $url, array(), null, array( 'strategy' => 'defer' ) );
	}
}
