"""The pages (页面), a file for each place of the site. Views ask visibility and call actions; they decide nothing."""
