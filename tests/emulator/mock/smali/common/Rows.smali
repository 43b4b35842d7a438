# A ListView whose rows stand in the layout file: each becomes a header of an empty list, so that
# rows out of sight leave the window, as they do on a phone.
.class public Lmock/Rows;
.super Landroid/widget/ListView;

.method public constructor <init>(Landroid/content/Context;Landroid/util/AttributeSet;)V
    .registers 3
    invoke-direct {p0, p1, p2}, Landroid/widget/ListView;-><init>(Landroid/content/Context;Landroid/util/AttributeSet;)V
    return-void
.end method

# Selectable, since Android calls the rows that are not disabled.
.method public addView(Landroid/view/View;Landroid/view/ViewGroup$LayoutParams;)V
    .registers 5
    invoke-virtual {p1, p2}, Landroid/view/View;->setLayoutParams(Landroid/view/ViewGroup$LayoutParams;)V
    const/4 v0, 0x0
    const/4 v1, 0x1
    invoke-virtual {p0, p1, v0, v1}, Landroid/widget/ListView;->addHeaderView(Landroid/view/View;Ljava/lang/Object;Z)V
    return-void
.end method

.method protected onFinishInflate()V
    .registers 4
    invoke-super {p0}, Landroid/widget/ListView;->onFinishInflate()V
    invoke-virtual {p0}, Landroid/view/View;->getContext()Landroid/content/Context;
    move-result-object v0
    new-instance v1, Landroid/widget/ArrayAdapter;
    const/4 v2, 0x0
    invoke-direct {v1, v0, v2}, Landroid/widget/ArrayAdapter;-><init>(Landroid/content/Context;I)V
    invoke-virtual {p0, v1}, Landroid/widget/ListView;->setAdapter(Landroid/widget/ListAdapter;)V
    return-void
.end method
